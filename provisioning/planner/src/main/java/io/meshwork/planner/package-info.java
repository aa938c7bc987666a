/** Computes what the mesh should be and the plan that leads there. Pure: no clock, no network. */
@org.jspecify.annotations.NullMarked
package io.meshwork.planner;
