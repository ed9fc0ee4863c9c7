import { target } from "../state/connection";
import { at, base, session } from "../state/document";
import { type Described, Row } from "./fields";
import { Secret } from "./Secret";
import { StringList } from "./StringList";
import { FlagField, flagInWords, InText, isNothing, TextField, textInWords } from "./values";

export const credentialMembers = [
  "hmac_enabled",
  "hmac_string",
  "enable_http_signature_validation",
  "rsa_certificate_id",
  "basic_auth_data",
  "jwt_data",
  "certificate",
  "mtls_static_certificate_bindings",
];

/** What the bearer of a key proves themselves with. */
export function Credentials() {
  const known = target.value?.context?.certificates ?? [];
  return (
    <>
      <Hmac />
      <Signatures />
      <SecretRow
        id="basic-auth"
        label="Basic auth"
        path={["basic_auth_data", "password"]}
        what="password"
        echo={passwordEcho()}
      />
      <SecretRow
        id="jwt"
        label="JWT"
        path={["jwt_data", "secret"]}
        what="JWT secret"
        echo="the secret or public key that JSON Web Tokens of this key are checked with"
      />
      <SecretRow
        id="certificate"
        label="Certificate"
        path={["certificate"]}
        what="certificate id"
        echo="the client certificate that the key belongs to, whose id opens its APIs: once set it can be changed, not removed"
      />
      <StringList
        id="bindings"
        label="Bound to"
        path={["mtls_static_certificate_bindings"]}
        what="certificate"
        one="a certificate"
        by="id"
        known={known}
        echo="the client certificates that may use the key where an API asks for static mutual TLS"
      />
      <datalist id="certificates">
        {known.map((id) => (
          <option key={id} value={id} />
        ))}
      </datalist>
    </>
  );
}

const certificateId = { list: "certificates", placeholder: "certificate id", spellcheck: false };

function Hmac() {
  const secret = ["hmac_string"];
  const isOn = flagInWords(["hmac_enabled"]);
  return (
    <Row
      id="hmac"
      label="HMAC"
      group
      paths={[["hmac_enabled"], secret]}
      was={`${isOn}, ${at(base.value?.session, secret) ? "with a secret" : "without a secret"}`}
      echo={hmacEcho(at(session.value, secret))}
    >
      {(ofSwitch: Described, ofSecret: Described) => (
        <>
          <FlagField path={["hmac_enabled"]} label="Accept signed requests" attributes={{ ...ofSwitch }} />
          <span class="in">
            <Secret path={secret} what="HMAC secret" described={{ ...ofSecret, id: "hmac-secret" }} />
          </span>
        </>
      )}
    </Row>
  );
}

function hmacEcho(secret: unknown): string {
  if (isNothing(secret) || secret === "") return "without a secret here, the update wipes a stored one";
  return typeof secret === "string"
    ? "the secret goes along with every update: left out, the stored one would be wiped"
    : "";
}

function Signatures() {
  const flag = ["enable_http_signature_validation"];
  const certificate = ["rsa_certificate_id"];
  return (
    <Row
      id="signatures"
      label="Signatures"
      group
      paths={[flag, certificate]}
      was={`${flagInWords(flag)}, ${textInWords(certificate) === "empty" ? "no certificate" : textInWords(certificate)}`}
      echo="signed with the private key of this certificate or, without one, with the HMAC secret"
    >
      {(ofFlag: Described, ofCertificate: Described) => (
        <>
          <FlagField path={flag} label="Validate HTTP signatures" attributes={{ ...ofFlag }} />
          <TextField
            path={certificate}
            class="mono wide"
            attributes={{
              ...ofCertificate,
              ...certificateId,
              id: "signatures-certificate",
              "aria-label": "Certificate of HTTP signatures",
            }}
          />
        </>
      )}
    </Row>
  );
}

/** A member that holds a secret, by itself or in an object; what else stands in the place of the object is left alone. */
function SecretRow(props: { id: string; label: string; path: [string, ...string[]]; what: string; echo: string }) {
  const { id, label, path, what, echo } = props;
  const around = path.slice(0, -1);
  const isSet = at(base.value?.session, path);
  return (
    <Row id={id} label={label} group paths={[[path[0]]]} was={isSet ? "set" : "not set"} echo={echo}>
      {(described: Described) =>
        isMap(at(session.value, around)) ? (
          <Secret path={path} what={what} described={described} />
        ) : (
          <InText path={around} isMasked />
        )
      }
    </Row>
  );
}

function isMap(holder: unknown): boolean {
  return isNothing(holder) || (typeof holder === "object" && !Array.isArray(holder));
}

/** A gateway never gives a password back, and keeps the one that it has where none is sent. */
function passwordEcho(): string {
  if (!isMap(session.value.basic_auth_data)) return "";
  if (at(session.value, ["basic_auth_data", "password"])) return "replaces a stored password; the gateway hashes it";
  const isStored = base.value && at(base.value.session, ["basic_auth_data", "hash_type"]);
  return isStored
    ? "a password is stored, and no gateway gives it back: left out here, it stays"
    : "left out, a stored password stays; no gateway gives it back";
}
