// SPDX-License-Identifier: Apache-2.0
package dev.mediastore.examples.uses;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Leaves a test out where a program is not on the PATH, unless the system property {@code
 * mediastore.programs} is {@code required}, as in continuous integration, where the test then runs
 * and fails.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsProgram.Condition.class)
@interface NeedsProgram {
  /** Name of the program. */
  String value();

  /** Looks for the program. */
  final class Condition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      String program =
          AnnotationSupport.findAnnotation(context.getElement(), NeedsProgram.class)
              .map(NeedsProgram::value)
              .orElse("");
      boolean required = "required".equals(System.getProperty("mediastore.programs"));
      boolean run = program.isEmpty() || required || Programs.find(program).isPresent();
      return run
          ? ConditionEvaluationResult.enabled(program + " is there or required")
          : ConditionEvaluationResult.disabled("there is no " + program);
    }
  }
}
