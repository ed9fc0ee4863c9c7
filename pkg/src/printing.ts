/** Stands for a secret wherever it would be printed. Its length says nothing. */
export const MASK = "••••••••";

/** Makes the objects of a class print as this text, in consoles and as JSON: no log gets a secret by accident. */
export function printAs<T extends object>(type: { readonly prototype: T }, print: (value: T) => string): void {
  for (const name of ["toString", "toJSON", Symbol.for("nodejs.util.inspect.custom")]) {
    Object.defineProperty(type.prototype, name, {
      value(this: T) {
        return print(this);
      },
    });
  }
}
