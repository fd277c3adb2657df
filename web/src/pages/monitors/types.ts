// What the server takes and gives about monitors, by the names that the screen uses; the shapes are the server's own. Spans are UTF-8
// bytes of the text beside them.
import type { components } from '../../api/schema';

type Schemas = components['schemas'];

export type BoxTerm = Schemas['BoxTerm'];
export type Boxes = Schemas['Boxes'];
export type Spelling = Schemas['Spelling'];
export type VariantChoice = Schemas['VariantChoice'];
export type Budget = Schemas['Budget'];
export type Side = Schemas['Side'];
export type HitSpan = Schemas['HitSpan'];
export type Monitor = Schemas['Monitor'];

export type Reading = Schemas['QueryReading'];
export type Problem = Schemas['QueryProblem'];
export type NotBoxes = Schemas['NotBoxes'];
export type TermVariants = Schemas['TermVariants'];
export type TermVariant = Schemas['TermVariant'];
export type LiveVariants = Schemas['LiveVariants'];
export type Preview = Schemas['MonitorPreview'];
export type PreviewTerm = Schemas['PreviewTerm'];

export type Mute = Schemas['Mute'];
export type NewMute = Schemas['MuteWhat'];
/** Which monitor a post is here for; null: it was addressed to us. */
export type Mention = Schemas['Mention'];

/** One face of a query or the other. */
export type Asked = { query: string } | { boxes: Boxes };
/** What is not said stays as it is. */
export type MonitorChange = Partial<Asked> & Partial<Pick<Monitor, 'name' | 'variants' | 'side' | 'budget' | 'enabled'>>;
