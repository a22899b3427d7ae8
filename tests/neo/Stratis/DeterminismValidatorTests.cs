using System;
using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;
using Verifiable.Stratis.Validation;
using Xunit;

namespace Verifiable.Tests.Neo.Stratis;

/// <summary>The contract passes the framework's rules; each bad contract is refused for its own reason alone.</summary>
public sealed class DeterminismValidatorTests
{
    /// <summary>Every rule that a contract outside a namespace can break.</summary>
    public static TheoryData<Rule> Rules => [.. Enum.GetValues<Rule>().Where(static rule => rule != Rule.Namespace)];

    [Fact]
    public void Validate_TheVault_FindsNothing()
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(typeof(MarginVault).Assembly.Location);

        IReadOnlyList<Violation> violations = DeterminismValidator.Validate(module.GetType(nameof(MarginVault)));

        Assert.Empty(violations);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Validate_ABadContract_NamesItsRuleAlone(Rule rule)
    {
        using ModuleDefinition module =
            ModuleDefinition.ReadModule(typeof(DeterminismValidatorTests).Assembly.Location);

        IReadOnlyList<Violation> violations = DeterminismValidator.Validate(module.GetType($"Bad{rule}"));

        Assert.Equal([rule], violations.Select(static violation => violation.Rule).Distinct());
    }

    [Fact]
    public void Validate_AContractInANamespace_NamesTheNamespace()
    {
        using ModuleDefinition module =
            ModuleDefinition.ReadModule(typeof(DeterminismValidatorTests).Assembly.Location);

        IReadOnlyList<Violation> violations = DeterminismValidator.Validate(
            module.GetType(typeof(NamespacedContract).FullName!));

        Assert.Equal([Rule.Namespace], violations.Select(static violation => violation.Rule));
    }

}

internal sealed class NamespacedContract(global::Stratis.SmartContracts.ISmartContractState state)
    : global::Stratis.SmartContracts.SmartContract(state);
