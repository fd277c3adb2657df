// Types of the dictionaries. English is the source: the others must have the same areas and keys, and `t` knows each text's parameters.

export interface Plural {
  readonly one?: string;
  readonly other: string;
}

export type Entry = string | Plural;

/** The keys of an area with texts of any wording: what a translation must satisfy. */
export type Shape<Area> = { readonly [Key in keyof Area]: Area[Key] extends string ? string : Plural };

type Names<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;

/** The parameters of an entry: the names in braces; a plural also takes `count`. */
export type ParamsOf<E> = E extends string ? Names<E> : E extends { other: infer Other extends string } ? Names<Other> | 'count' : never;

export type ParamValue = string | number;

export type Arguments<E> = [ParamsOf<E>] extends [never] ? [] : [params: { [Name in ParamsOf<E>]: ParamValue }];
