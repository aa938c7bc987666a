/** Links that go on where others ended: found in what a plan changes, and told by crossings. */
@NullMarked
package io.meshwork.deployment.succession;

import org.jspecify.annotations.NullMarked;
