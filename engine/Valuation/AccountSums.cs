using System;

namespace Verifiable.Engine.Valuation;

/// <summary>What adds up beside the scenario totals.</summary>
/// <param name="OptionValue">Today's value of all options.</param>
/// <param name="Basis">The forward contingency, at least zero.</param>
/// <param name="SumOfWorsts">
/// Each underlying's largest loss over the scan's scenarios, gains as nothing; only where the model asks for it.
/// </param>
internal readonly record struct AccountSums(Int128 OptionValue, long Basis, long SumOfWorsts);
