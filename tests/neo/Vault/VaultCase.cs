using Verifiable.Tests.Conformance.Margin;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Support;

namespace Verifiable.Tests.Neo.Vault;

/// <summary>Random cases that the vault holds: dollars, and cash as the only collateral.</summary>
internal static class VaultCase
{
    internal static MarginCase Next(Seeded seeded)
    {
        MarginCase drawn;
        do
        {
            drawn = EnforcedCase.Next(seeded);
        }
        while (!drawn.Model.Settlement.IsDollar);

        return drawn with { Book = drawn.Book with { Collateral = [] } };
    }
}
