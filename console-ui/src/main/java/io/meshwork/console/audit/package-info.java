/** Who changed what, and when. */
@org.jspecify.annotations.NullMarked
package io.meshwork.console.audit;
