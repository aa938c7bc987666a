/** The ways of event types to subscriptions, as they run and as a plan would make them. */
@org.jspecify.annotations.NullMarked
package io.meshwork.deployment.route;
