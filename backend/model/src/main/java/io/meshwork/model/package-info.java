/** Value types that every room shares: ids, revisions, errors. Imports the JDK only. */
@org.jspecify.annotations.NullMarked
package io.meshwork.model;
