/** What teams declare: the specs of the catalog's kinds, as checked values. */
@org.jspecify.annotations.NullMarked
package io.meshwork.model.catalog;
