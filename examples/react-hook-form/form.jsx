// A form whose fields show what the gateway would refuse, while it is typed.
import { standardSchemaResolver } from "@hookform/resolvers/standard-schema";
import { useForm } from "react-hook-form";
import { sessionSchema, stringify } from "tyk-session";

const resolver = standardSchemaResolver(sessionSchema({ endpoint: "gateway-key" }));
const number = { setValueAs: (text) => (text === "" ? undefined : Number.isNaN(Number(text)) ? text : Number(text)) };

export function KeyForm({ session, onSave }) {
  const { register, handleSubmit, formState } = useForm({ resolver, defaultValues: session, mode: "onChange" });
  return (
    <form onSubmit={handleSubmit((edited) => onSave(stringify(edited)))}>
      {["rate", "per", "quota_max", "quota_renewal_rate"].map((name) => (
        <p key={name}>
          <label htmlFor={name}>{name}</label>
          <input id={name} aria-describedby={`${name}-problem`} {...register(name, number)} />
          <output id={`${name}-problem`}>{formState.errors[name]?.message}</output>
        </p>
      ))}
      <button type="submit">Save</button>
    </form>
  );
}
