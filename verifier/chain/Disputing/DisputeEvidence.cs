using System.Collections.Immutable;
using Verifiable.Attestation.Evidence;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Units;

namespace Verifiable.Chain.Disputing;

/// <summary>What a proof is brought with: preimages of what was signed.</summary>
/// <param name="Inputs">The attested inputs.</param>
/// <param name="Totals">The list whose hash is attested; empty when unknown.</param>
/// <param name="Prior">The book before a reduction; null when it is none.</param>
public sealed record DisputeEvidence(AttestedInputs Inputs, ImmutableArray<Money> Totals, Book? Prior = null)
{
    /// <summary>The hint of the attested totals.</summary>
    internal long TailHint => Attestation.Evidence.TailHint.Of(Inputs.Parameters, Inputs.Scenarios, Totals);

    /// <summary>The hint of the totals of the book before.</summary>
    internal long PriorTailHint
    {
        get
        {
            MarginResult before = (Inputs with { Book = Prior! }).Compute();
            return Attestation.Evidence.TailHint.Of(Inputs.Parameters, Inputs.Scenarios, before.Totals);
        }
    }
}
