/** What surrounds every view: log-in, frame, navigation, look. */
@org.jspecify.annotations.NullMarked
package io.meshwork.console.shell;
