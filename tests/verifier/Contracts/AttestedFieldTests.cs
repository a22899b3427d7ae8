using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Contracts;
using Xunit;

namespace Verifiable.Tests.Verifier.Contracts;

/// <summary>
/// Every member of the attestation is compared where it is used, or recomputed by exactly one dispute; what is neither
/// a number nor compared, the bundle's hash, can be asked for.
/// </summary>
public sealed partial class AttestedFieldTests
{
    /// <summary>By member: the error of the comparison, or the function of the dispute.</summary>
    private static readonly (string Member, string Check)[] Checks =
    [
        ("consumer", "WrongConsumer"),
        ("account", "AccountMismatch"),
        ("sequence", "SequenceMismatch"),
        ("priorBookHash", "BookMismatch"),
        ("bookHash", "BookMismatch"),
        ("cash", "CashBelowAttested"),
        ("actionHash", "ActionMismatch"),
        ("engineId", "ModelMismatch"),
        ("parametersHash", "ModelMismatch"),
        ("scenarioHash", "ModelMismatch"),
        ("round", "NotLatestRound"),
        ("marketHash", "MarketHashMismatch"),
        ("totalsHash", "totalWrong"),
        ("equity", "equityWrong"),
        ("initialMargin", "requirementWrong"),
        ("maintenanceMargin", "requirementWrong"),
        ("valueAtRisk", "measureWrong"),
        ("expectedShortfall", "measureWrong"),
        ("priorExcess", "priorExcessWrong"),
        ("bundleHash", "demandExpired"),
        ("validUntil", "AttestationExpired"),
        ("blockNumber", "BlockOutOfRange"),
        ("blockHash", "BlockHashMismatch"),
        ("epoch", "EpochNotActive"),
        ("purpose", "WrongPurpose"),
    ];

    [Fact]
    public async Task Fields_OfTheAttestation_HaveOneCheckEach()
    {
        ContractArtifact[] contracts = [.. await CompiledContracts.ArtifactsAsync()];
        HashSet<string> disputes =
        [
            .. contracts.Single(contract => contract.Name == "Disputes").Abi.Functions.Select(one => one.Name),
        ];
        HashSet<string> errors = [.. contracts.SelectMany(contract => contract.Abi.Errors).Select(one => one.Name)];
        string[] members =
            [.. Member().Matches(MarginAttestation.TypeString).Select(match => match.Groups["name"].Value)];

        Assert.Equal(MarginAttestation.MemberCount, members.Length);
        Assert.Equal(members, Checks.Select(check => check.Member));
        Assert.All(Checks, check => Assert.True(
            disputes.Contains(check.Check) != errors.Contains(check.Check), $"{check}"));
    }

    [GeneratedRegex(@"[(,]\w+ (?<name>\w+)")]
    private static partial Regex Member();
}
