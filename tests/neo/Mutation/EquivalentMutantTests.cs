using System.Collections.Generic;
using System.Linq;
using Verifiable.Tests.Neo.Kernel;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Neo.Mutation;

/// <summary>The list of equivalent mutants is held to what it says: no line is stale, and each stands where its reason
/// puts it.</summary>
public sealed class EquivalentMutantTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, Mutant> Mutants = Mutant.All(KernelScript.Script)
        .GroupBy(EquivalentMutants.NameOf)
        .ToDictionary(static group => group.Key, static group => group.First());

    [Fact]
    public void List_EveryLine_IsAMutantInTheFormOfItsReason()
    {
        IEnumerable<string> wrong = EquivalentMutants.All
            .Where(static line => !Mutants.TryGetValue(line.Key, out Mutant? mutant)
                || !MutantForm.Fits(mutant, line.Value))
            .Select(static line => $"{line.Key} : {line.Value}");

        foreach (IGrouping<string, string> reason in EquivalentMutants.All.GroupBy(
            static line => line.Value, static line => line.Key))
        {
            output.WriteLine($"{reason.Count()} {reason.Key}");
        }

        Assert.Equal(string.Empty, string.Join(", ", wrong));
    }
}
