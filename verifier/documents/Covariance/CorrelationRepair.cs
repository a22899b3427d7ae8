using Verifiable.Engine.Units;

namespace Verifiable.Documents;

/// <summary>What a repair did.</summary>
/// <param name="Method">The method.</param>
/// <param name="SmallestBefore">The smallest eigenvalue of the estimate, with the opinions.</param>
/// <param name="SmallestAfter">That of the matrix in the document, rounded as it stands there.</param>
public readonly record struct CorrelationRepair(
    CorrelationRepairMethod Method, Ratio SmallestBefore, Ratio SmallestAfter);
