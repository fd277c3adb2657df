// Which rows of a list of equal rows are on screen.

export interface Window {
  first: number;
  /** Exclusive. */
  end: number;
}

const AROUND = 6;

export function visibleRows(scrollTop: number, viewport: number, rowHeight: number, count: number): Window {
  if (rowHeight <= 0) return { first: 0, end: 0 };
  const first = Math.max(0, Math.min(count, Math.floor(scrollTop / rowHeight) - AROUND));
  const end = Math.max(first, Math.min(count, Math.ceil((scrollTop + viewport) / rowHeight) + AROUND));
  return { first, end };
}

/** Where to scroll so that a row is wholly seen; `null` when it is. */
export function scrollToShow(index: number, scrollTop: number, viewport: number, rowHeight: number): number | null {
  const top = index * rowHeight;
  if (top < scrollTop) return top;
  if (top + rowHeight > scrollTop + viewport) return top + rowHeight - viewport;
  return null;
}
