// The time zones that this browser knows, and the one that is in use although it does not.
export function zonesWith(inUse: string): string[] {
  return [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', inUse])].filter((zone) => zone !== '').toSorted();
}

export const zoneHere = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
