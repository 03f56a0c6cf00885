// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.benchmarks.policy;

import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.model.AuthorizationRequest;
import com.cedarpolicy.model.AuthorizationResponse;
import com.cedarpolicy.model.entity.Entity;
import com.cedarpolicy.model.exception.AuthException;
import com.cedarpolicy.model.policy.Policy;
import com.cedarpolicy.model.policy.PolicySet;
import com.cedarpolicy.value.EntityUID;
import com.cedarpolicy.value.IpAddress;
import com.cedarpolicy.value.PrimBool;
import com.cedarpolicy.value.PrimString;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The same ten statements in the language of Cedar, decided by cedar-java. */
final class CedarPolicies {
  private final BasicAuthorizationEngine engine = new BasicAuthorizationEngine();
  private final Set<Entity> entities = new HashSet<>();
  private final PolicySet policies;
  private final AuthorizationRequest request;

  CedarPolicies(int statements, String path, String address, String referer) {
    Set<Policy> set = new HashSet<>();
    for (int i = 0; i < statements; i++) {
      set.add(
          new Policy(
              "permit(principal, action == Action::\"GetObject\", resource) when { "
                  + "context.path like \"live/*\" && context.secure == true && "
                  + "context.ip.isInRange(ip(\"10.0.0.0/8\")) && "
                  + "context.referer like \"https://player"
                  + i
                  + ".example.com/*\" };",
              "p" + i));
    }
    this.policies = new PolicySet(set);
    this.request =
        new AuthorizationRequest(
            EntityUID.parse("User::\"anonymous\"").orElseThrow(),
            EntityUID.parse("Action::\"GetObject\"").orElseThrow(),
            EntityUID.parse("Object::\"object\"").orElseThrow(),
            Map.of(
                "path", new PrimString(path),
                "secure", new PrimBool(true),
                "ip", new IpAddress(address),
                "referer", new PrimString(referer)));
  }

  AuthorizationResponse decide() throws AuthException {
    return engine.isAuthorized(request, policies, entities);
  }

  boolean allows() throws AuthException {
    return decide().success.orElseThrow().isAllowed();
  }
}
