import { TykSessionError } from "./error.js";
import { askText } from "./instance.js";
import { MASK, printAs } from "./printing.js";
import { stringify } from "./stringify.js";
import { membersOf } from "./wire.js";

/** What a {@link Credential} is made of. */
export interface CredentialOptions {
  /** The server the secret is for, such as `https://dash.example.com`: it is never sent to another. */
  origin: string;
  /** The secret: the admin secret, the user's API access key, or the gateway's secret. */
  secret: string;
  /** What the Dashboard API gets: `Bearer` and the secret, which is the default, or the secret alone. */
  scheme?: "bearer" | "raw";
}

/** Reaches the options of a credential; nothing outside of the package can. */
export let reveal: (credential: Credential) => CredentialOptions;

/** A secret, bound to the one server it may be sent to. Printing it shows a mask. */
export class Credential {
  readonly #options: CredentialOptions;

  static {
    reveal = (credential) => {
      if (credential instanceof Credential) return credential.#options;
      throw new TykSessionError("options.credential must be what credential() gave");
    };
  }

  /** @internal */
  constructor(options: CredentialOptions) {
    this.#options = options;
  }
}

printAs(Credential, () => `Credential(${MASK})`);

/**
 * Binds a secret to the one server it may be sent to.
 *
 * @throws {@link TykSessionError} when no header can carry the secret unchanged, or the origin is not one.
 */
export function credential(options: CredentialOptions): Credential {
  const members = membersOf(options, "credential takes an object: { origin, secret }");
  askText((wasm) => wasm.credential, [stringify(members)]);
  return new Credential(members);
}
