/** Where links stand at their sources, and going on from elsewhere. */
@NullMarked
package io.meshwork.deployment.position;

import org.jspecify.annotations.NullMarked;
