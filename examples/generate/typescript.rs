//! The TypeScript of the package: tsify's declarations of the shapes that cross into JavaScript.

use tsify::Tsify;
use tyk_session::gateway::{Api, Certainty, Context, Effective, LocalSessionCache, Prediction, Settings};
use tyk_session::report::{Applicability, Fix, Related, Severity};
use tyk_session::request::{Failure, Method};
use tyk_session::session::{
    self, AccessControlRules, AccessDefinition, AccessSpec, ApiLimit, BasicAuthData, EndpointLimit, EndpointMethod,
    FieldAccessDefinition, FieldLimits, GraphqlType, JsonRpcMethodLimit, JwtData, McpAccessRights, McpPrimitiveLimit,
    Monitor, Policy, PolicyPartitions, RateLimitSmoothing, SessionState,
};
use tyk_session::target::{Endpoint, Part, Version};
use tyk_session::update::{
    self, ChangeKind, Confirmation, Conflict, Deviation, Event, EventKind, Finding, Loss, Merged, Migrated, Migration,
    Plan, Risk, Translation,
};
use tyk_session::wasm::types::{self, *};

macro_rules! module {
    ($($imports:literal)? $($shape:ty,)*) => {
        [$(concat!("import type ", $imports, ";"),)? $(<$shape as Tsify>::DECL),*].map(declaration).join("\n\n") + "\n"
    };
}

/// What a key is.
pub fn session() -> String {
    module!(
        SessionState,
        AccessDefinition,
        AccessSpec,
        GraphqlType,
        ApiLimit,
        RateLimitSmoothing,
        FieldAccessDefinition,
        FieldLimits,
        session::Endpoint,
        EndpointMethod,
        EndpointLimit,
        JsonRpcMethodLimit,
        AccessControlRules,
        McpPrimitiveLimit,
        McpAccessRights,
        BasicAuthData,
        JwtData,
        Monitor,
    )
}

/// What is known of a gateway.
pub fn context() -> String {
    module!(
        "{ AccessDefinition, RateLimitSmoothing } from \"./session.js\""
        Context,
        Api,
        Settings,
        LocalSessionCache,
        Policy,
        PolicyPartitions,
    )
}

/// What the package takes and gives.
pub fn api() -> String {
    let lines = Version::known().map(|line| format!("\"{line}\"")).collect::<Vec<_>>();
    let endpoints = Endpoint::ALL.map(|endpoint| format!("\"{}\"", endpoint.name())).join(", ");
    let shapes = module!(
        "{ Input } from \"../wire.js\";\nimport type { Context } from \"./context.js\""
        CheckOptions,
        Endpoint,
        types::Version,
        QueryValues,
        Code,
        Severities,
        Severity,
        Report,
        Issue,
        Part,
        Pointer,
        Range,
        Param,
        Related,
        Fix,
        Applicability,
        Operation,
        Writing,
        Removal,
        Moving,
        Fixed,
        Migrated,
        Migration,
        BulkProgress,
        BulkRecord,
        Counts,
        PredictOptions,
        Prediction,
        Certainty,
        EffectiveOptions,
        Effective,
        Origin,
        Source,
        Plan,
        types::Change,
        update::Change,
        CounterChange,
        ChangeKind,
        Risk,
        Loss,
        Merged,
        Conflict,
        ReadBack,
        Confirmation,
        Finding,
        Deviation,
        Translation,
        TimelineOptions,
        Event,
        EventKind,
        RequestTarget,
        RequestQuery,
        Method,
        HttpRequest,
        ResponseParts,
        Outcome,
        Updated,
        Found,
        Failed,
        Failure,
        Flaw,
        Refusal,
        RuleInfo,
        RuleExample,
    );
    format!(
        "{shapes}
/** A line of versions of the gateway. */
export type Line = {};

/** Every endpoint there is, for those who let choose one. */
export const endpoints: readonly Endpoint[] = [{endpoints}];

/** Every line of versions that is known, oldest first, for those who let choose one. */
export const versions: readonly Line[] = [{}];

",
        lines.join(" | "),
        lines.join(", ")
    )
}

/// What is not there is left out: JavaScript neither gives nor gets `undefined` for it. A list of entries is an object.
fn declaration(declaration: &str) -> String {
    let member = |line: &str| match line.strip_suffix(" | undefined;").and_then(|line| line.split_once(": ")) {
        Some((name, kind)) => format!("{name}?: {kind};"),
        None => line.to_owned(),
    };
    declaration.replace("Entries<", "Record<string, ").lines().map(member).collect::<Vec<_>>().join("\n")
}
