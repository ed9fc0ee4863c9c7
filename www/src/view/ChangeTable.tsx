import { type MemberChange, parse } from "tyk-session";
import { names } from "../state/connection";
import { meaningOf } from "../words/meaning";
import { maskedAt } from "../words/secrets";

/** Members that differ, with their values as text and in words, and what is noted at them. */
export function ChangeTable(props: { changes: MemberChange[]; heads: [before: string, after: string, note: string] }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Member</th>
          <th scope="col">{props.heads[0]}</th>
          <th scope="col">{props.heads[1]}</th>
          <th scope="col">{props.heads[2]}</th>
        </tr>
      </thead>
      <tbody>
        {props.changes.map(({ path, pointer, before, after, note }) => (
          <tr key={pointer}>
            <th scope="row">
              <code>{pointer}</code>
            </th>
            <td>
              <Value path={path} json={before} />
            </td>
            <td>
              <Value path={path} json={after} />
            </td>
            <td>{note}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A value of a member, given as JSON text. */
export function Value({ path, json }: { path: string[]; json: string | undefined }) {
  if (json === undefined) return <span class="note">not there</span>;
  const shown = maskedAt(path, json);
  const words = meaningOf(path, parse(json), names.value);
  return (
    <>
      <code>{shown.length > 160 ? `${shown.slice(0, 160)}…` : shown}</code> {words && <span class="sub">{words}</span>}
    </>
  );
}
