/** EventBridge and SQS as they are on a bad day, inside the test's process. */
@org.jspecify.annotations.NullMarked
package io.meshwork.transport.eventbridge.fake;
