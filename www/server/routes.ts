import type { Endpoint } from "tyk-session";

/** A request to one of the four endpoints, read from a path. */
export interface Route {
  endpoint: Endpoint;
  keyId: string;
  apiId?: string;
}

const templates: Record<Endpoint, string> = {
  "dashboard-admin-org": "admin/org/keys/:keyId",
  "dashboard-api": "api/apis/:apiId/keys/:keyId",
  "gateway-org": "tyk/org/keys/:keyId",
  "gateway-key": "tyk/keys/:keyId",
};

/**
 * The endpoint that a path without its leading slash names, or undefined. The ids come out decoded and
 * are not judged here: `request` of tyk-session refuses those that could climb out of the path.
 */
export function routeOf(path: string): Route | undefined {
  const segments = path.split("/");
  for (const [endpoint, template] of Object.entries(templates)) {
    const ids = match(template.split("/"), segments);
    if (ids) return { endpoint: endpoint as Endpoint, ...ids };
  }
  return undefined;
}

function match(template: string[], segments: string[]): { keyId: string; apiId?: string } | undefined {
  if (template.length !== segments.length) return undefined;
  const ids: Record<string, string> = {};
  for (const [position, part] of template.entries()) {
    const segment = segments[position] ?? "";
    if (!part.startsWith(":")) {
      if (part !== segment) return undefined;
      continue;
    }
    try {
      ids[part.slice(1)] = decodeURIComponent(segment);
    } catch {
      return undefined;
    }
  }
  return ids as { keyId: string; apiId?: string };
}
