/** What matters to who is signed in. */
@org.jspecify.annotations.NullMarked
package io.meshwork.console.home;
