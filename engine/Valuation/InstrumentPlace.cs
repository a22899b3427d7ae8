using Verifiable.Engine.Instruments;

namespace Verifiable.Engine.Valuation;

/// <summary>An instrument by numbers: what the rows of an account are compared by, many times and quickly.</summary>
/// <param name="Ordinal">Its place among the array's instruments.</param>
/// <param name="Strike">The place of its expiry and strike, which a call and a put share; of no option, -1.</param>
/// <param name="Kind">What it is.</param>
internal readonly record struct InstrumentPlace(int Ordinal, int Strike, InstrumentKind Kind)
{
    internal bool IsOption => Strike >= 0;
}
