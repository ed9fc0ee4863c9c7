use std::fmt;

use super::world::Known;
use crate::decode::{self, Arena, Options, Problem, ProblemKind};
use crate::session::members::members;
use crate::session::{List, Map, Policy, Typed};
use crate::target::{Reading, Version};

members! {
    /// What the caller knows about a gateway. A list that is given counts as complete: what is not in it is not there.
    /// A list that is left out is not known.
    Context in context_members, empty |_, _| false;

    /// The organisation of APIs that name none.
    org_id: String;
    /// The APIs that are loaded, by id.
    apis: Map<Api>;
    /// The ids of the certificates in the gateway's store.
    certificates: List<String>;
    /// The gateway's settings, by the names they have in its configuration file.
    gateway_config: Settings;
    /// The policies that are loaded, by id, as in a policy file of the gateway.
    policies: Map<Policy>;
}

members! {
    /// An API that is loaded. Members other than `kind` have the names that they have in API definitions.
    Api in api, empty |_, _| false;

    /// `mcp` for an MCP proxy, anything else for other APIs.
    kind: String;
    /// Its organisation.
    org_id: String;
    /// After how many seconds the store drops keys without a lifetime of their own.
    session_lifetime: i64;
    /// Whether a key outlives that until it expires.
    session_lifetime_respects_key_expiration: bool;
    /// Whether updates of keys leave their quota counters alone.
    dont_set_quota_on_create: bool;
}

members! {
    /// The settings of a gateway that matter for updates; others may stand beside them.
    Settings in settings, empty |_, _| false;

    /// Keys are stored under their hashes.
    hash_keys: bool;
    /// The function that hashes keys.
    hash_key_function: String;
    /// The function that hashes passwords; `bcrypt` if it is none of the known.
    basic_auth_hash_key_function: String;
    /// Keys without access rights open every API, instead of being refused.
    allow_master_keys: bool;
    /// Organisation keys are in force.
    enforce_org_quotas: bool;
    /// Updates of organisation keys are refused while no API is loaded.
    suppress_default_org_store: bool;
    /// `global_session_lifetime` counts for every key.
    force_global_session_lifetime: bool;
    /// After how many seconds the store drops keys.
    global_session_lifetime: i64;
    /// Whether keys outlive their lifetime until they expire.
    session_lifetime_respects_key_expiration: bool;
    /// The memory of keys in each gateway.
    local_session_cache: LocalSessionCache;
}

members! {
    /// The memory of keys in each gateway.
    LocalSessionCache in local_session_cache, empty |_, _| false;

    /// Whether that memory is turned off.
    disable_cached_session_state: bool;
}

/// What is wrong with the text of a context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContextError {
    /// Where, as a JSON Pointer.
    pub pointer: String,
    /// What.
    pub message: String,
}

impl fmt::Display for ContextError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "context{}: {}", self.pointer, self.message)
    }
}

impl std::error::Error for ContextError {}

impl Context {
    /// Reads a context as the gateway of that version reads its policies and settings: members that this version does
    /// not know do not count.
    ///
    /// # Errors
    ///
    /// A text that is not JSON, and a value that a gateway could not read.
    pub fn parse(text: &[u8], version: Version) -> Result<Context, ContextError> {
        let mut arena = Arena::default();
        let options = Options { reading: Reading::Whole, version, table: Context::TABLE };
        let document = decode::decode(text, options, &mut arena);
        let refused = |problem: &&Problem| problem.kind.refuses(Reading::Whole);
        if let Some(problem) = document.problems().iter().find(refused) {
            let pointer = document.view(problem.node).map(|view| view.pointer().to_string());
            let message = match problem.kind {
                ProblemKind::Syntax(problem) => format!("{problem} (byte {})", document.end()),
                _ => "a gateway could not read this value".to_owned(),
            };
            return Err(ContextError { pointer: pointer.unwrap_or_default(), message });
        }
        let mut context = document.root().map(Context::read).unwrap_or_default();
        if version >= Version::REWORKS_POLICIES {
            for (id, policy) in context.policies.iter_mut().flatten().filter(|(id, _)| !id.is_empty()) {
                policy.id.clone_from(id);
            }
        }
        for api in context.apis.iter_mut().flat_map(|apis| apis.values_mut()).filter(|api| api.org_id.is_empty()) {
            api.org_id.clone_from(&context.org_id);
        }
        Ok(context)
    }

    /// The organisation of all APIs, if it is one.
    pub(crate) fn organisation_of_apis(&self) -> Option<&str> {
        let is_theirs = |own: &&str| self.apis.iter().flatten().all(|(_, api)| api.org_id == *own);
        Some(self.org_id.as_str()).filter(|own| !own.is_empty()).filter(is_theirs)
    }

    /// The policy of that id, for a key of that organisation or of any. Since 5.12.0 a key finds only those of its own.
    pub(crate) fn policy(&self, version: Version, organisation: Option<&str>, id: &str) -> Known<&Policy> {
        let Some(policies) = &self.policies else { return Known::NotGiven };
        let is_scoped = version >= Version::REWORKS_POLICIES;
        let is_own = |policy: &&Policy| !is_scoped || organisation.is_none_or(|own| policy.org_id == own);
        policies.get(id).filter(is_own).map_or(Known::No, Known::Yes)
    }
}

/// The longest password that bcrypt takes, in bytes; a longer one is stored as it is.
pub(crate) const LONGEST_PASSWORD: usize = 72;

impl Settings {
    /// The function that hashes passwords.
    pub(crate) fn password_hash(&self) -> &str {
        let function = self.basic_auth_hash_key_function.as_str();
        if ["sha256", "murmur32", "murmur64", "murmur128"].contains(&function) { function } else { "bcrypt" }
    }

    /// The longest password that it takes, in bytes.
    pub(crate) fn longest_password(&self) -> usize {
        if self.password_hash() == "bcrypt" { LONGEST_PASSWORD } else { usize::MAX }
    }
}

impl Api {
    /// Whether it is an MCP proxy.
    pub fn is_mcp(&self) -> bool {
        self.kind == "mcp"
    }
}
