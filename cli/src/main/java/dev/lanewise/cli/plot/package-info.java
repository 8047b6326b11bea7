/** What a run looks like: one class per picture. */
package dev.lanewise.cli.plot;
