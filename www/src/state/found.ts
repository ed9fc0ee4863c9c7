import { signal } from "@preact/signals";

/** A key that was found on the server when a text was to be sent that was not made of it. */
export interface Found {
  /** Milliseconds since 1970. */
  at: number;
  /** Whether it was said that the text replaces it. */
  isConfirmed: boolean;
}

export const found = signal<Found | undefined>(undefined);
