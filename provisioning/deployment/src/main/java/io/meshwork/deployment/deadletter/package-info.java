/** Shows what links could not hand on, and has it handed on again. */
@org.jspecify.annotations.NullMarked
package io.meshwork.deployment.deadletter;
