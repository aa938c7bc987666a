/** The mesh as a picture. */
@org.jspecify.annotations.NullMarked
package io.meshwork.console.map;
