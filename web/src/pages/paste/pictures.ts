// Which files may go with a pasted post, and where they come from.

export const PICTURES_MAX = 10;
export const PICTURE_BYTES_MAX = 10 * 1024 * 1024;
export const PICTURE_TYPES: readonly string[] = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'];

export type PictureProblem = 'not_a_picture' | 'empty' | 'too_large' | 'too_many';

export function pictureProblem(file: Pick<File, 'type' | 'size'>): PictureProblem | null {
  if (!PICTURE_TYPES.includes(file.type)) return 'not_a_picture';
  if (file.size === 0) return 'empty';
  return file.size > PICTURE_BYTES_MAX ? 'too_large' : null;
}

/** The pictures that somebody pastes or drops; words that come with them are left to the field that has the focus. */
export function picturesOf(transfer: Pick<DataTransfer, 'files'> | null): File[] {
  return [...(transfer?.files ?? [])].filter((file) => file.type.startsWith('image/'));
}

/** `2026-11-22T13:05` by the reader's clock, as milliseconds. */
export function timeOf(local: string): number | undefined {
  const time = new Date(local).getTime();
  return local.trim() === '' || Number.isNaN(time) ? undefined : time;
}
