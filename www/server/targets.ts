import { type Credential, credential, type Endpoint } from "tyk-session";
import { type Sandbox, sandboxBaseUrl } from "./sandbox/sandbox";

export type Environment = "sandbox" | "staging" | "production";

/** A Tyk that the page may talk to. Its secrets live here and never leave the server. */
export interface Target {
  name: string;
  /** Names the target in the proxy's paths. */
  kind: "sandbox" | "dashboard" | "gateway";
  environment: Environment;
  baseUrl: string;
  credentials: Partial<Record<Endpoint, Credential>>;
  send: (url: string, init: RequestInit) => Promise<Response>;
}

/** The secrets and addresses that the server is started with. An address that is not set is not offered. */
export interface Settings {
  dashboardUrl?: string | undefined;
  gatewayUrl?: string | undefined;
  adminSecret?: string | undefined;
  dashboardCredential?: string | undefined;
  gatewaySecret?: string | undefined;
  environment: "staging" | "production";
}

export function readSettings(env: Record<string, string | undefined>): Settings {
  const environment = env.TYK_ENVIRONMENT || "production";
  if (environment !== "staging" && environment !== "production")
    throw new Error(`TYK_ENVIRONMENT is "${environment}", it must be "staging" or "production"`);
  return {
    dashboardUrl: env.TYK_DASHBOARD_URL || undefined,
    gatewayUrl: env.TYK_GATEWAY_URL || undefined,
    adminSecret: env.TYK_ADMIN_SECRET || undefined,
    dashboardCredential: env.TYK_DASHBOARD_CREDENTIAL || undefined,
    gatewaySecret: env.TYK_GATEWAY_SECRET || undefined,
    environment,
  };
}

/** The targets the settings name; without any, the sandbox. */
export function targetsOf(settings: Settings, sandbox: Sandbox): Target[] {
  const { environment, dashboardUrl, gatewayUrl } = settings;
  const targets: Target[] = [];
  if (dashboardUrl) {
    targets.push({
      name: "Dashboard",
      kind: "dashboard",
      environment,
      baseUrl: dashboardUrl,
      credentials: credentialsOf(dashboardUrl, {
        "dashboard-api": settings.dashboardCredential,
        "dashboard-admin-org": settings.adminSecret,
      }),
      send: fetch,
    });
  }
  if (gatewayUrl) {
    targets.push({
      name: "Gateway",
      kind: "gateway",
      environment,
      baseUrl: gatewayUrl,
      credentials: credentialsOf(gatewayUrl, {
        "gateway-key": settings.gatewaySecret,
        "gateway-org": settings.gatewaySecret,
      }),
      send: fetch,
    });
  }
  if (targets.length > 0) return targets;
  const { admin, dashboard, gateway } = sandbox.secrets;
  return [
    {
      name: "Sandbox",
      kind: "sandbox",
      environment: "sandbox",
      baseUrl: sandboxBaseUrl,
      credentials: credentialsOf(sandboxBaseUrl, {
        "dashboard-api": dashboard,
        "dashboard-admin-org": admin,
        "gateway-key": gateway,
        "gateway-org": gateway,
      }),
      send: async (url, init) => sandbox.app.fetch(new Request(url, init)),
    },
  ];
}

/** An endpoint whose secret is not set is not offered: every request to it would be refused. */
function credentialsOf(baseUrl: string, secrets: Partial<Record<Endpoint, string | undefined>>): Target["credentials"] {
  const { origin } = new URL(baseUrl);
  return Object.fromEntries(
    Object.entries(secrets).flatMap(([endpoint, secret]) =>
      secret === undefined ? [] : [[endpoint, credential({ origin, secret })]],
    ),
  );
}
