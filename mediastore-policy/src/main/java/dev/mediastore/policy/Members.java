// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.policy;

import java.util.HashSet;
import java.util.Set;

/** Goes through the members of an object in document order and refuses repeated names. */
final class Members {

  /** Takes one member. */
  interface Visitor {
    void visit(JsonValue.Member member) throws PolicyFault;
  }

  private Members() {}

  static void forEach(JsonValue.Obj object, Place place, Visitor visitor) throws PolicyFault {
    Set<String> names = new HashSet<>();
    for (JsonValue.Member member : object.members()) {
      if (!names.add(member.name())) {
        throw place
            .at(member.offset())
            .fault(PolicyError.Code.DUPLICATE_MEMBER, "has a member that is given twice");
      }
      visitor.visit(member);
    }
  }
}
