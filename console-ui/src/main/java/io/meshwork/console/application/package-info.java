/** Applications: principals, keys, credentials. */
@org.jspecify.annotations.NullMarked
package io.meshwork.console.application;
