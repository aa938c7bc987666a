/** The small parts that views are made of, so that all look and speak alike. */
@org.jspecify.annotations.NullMarked
package io.meshwork.console.part;
