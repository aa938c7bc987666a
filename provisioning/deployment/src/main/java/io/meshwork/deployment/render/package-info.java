/** Says what would exist for documents, without asking any broker. */
@org.jspecify.annotations.NullMarked
package io.meshwork.deployment.render;
