/** Amazon EventBridge as a transport. */
@org.jspecify.annotations.NullMarked
package io.meshwork.transport.eventbridge;
