using System.Collections.Immutable;
using Verifiable.Engine.Units;

namespace Verifiable.Engine.Scenarios;

/// <summary>
/// What the parameters of every margin rule have. The hierarchy is closed: a rule is one record of this folder.
/// </summary>
public abstract record MarginParameters
{
    private protected MarginParameters(
        string name,
        string version,
        AssetId settlement,
        AssetId stableAsset,
        ImmutableArray<CollateralRule> haircuts)
    {
        Name = name;
        Version = version;
        Settlement = settlement;
        StableAsset = stableAsset;
        Haircuts = haircuts;
    }

    /// <summary>The rule that reads these parameters.</summary>
    public abstract MarginRule Rule { get; }

    /// <summary>The profile's name; not hashed.</summary>
    public string Name { get; init; }

    /// <summary>The profile's version; not hashed.</summary>
    public string Version { get; init; }

    /// <summary>The one currency of account.</summary>
    public AssetId Settlement { get; init; }

    /// <summary>The coin that stands for the settlement currency and may lose its peg.</summary>
    public AssetId StableAsset { get; init; }

    /// <summary>Collateral rules, strictly ascending by asset.</summary>
    public ImmutableArray<CollateralRule> Haircuts { get; init; }

    /// <summary>
    /// Whether a contract recomputes the margin, so that money may move by it. Every other rule reports, and so does a
    /// portfolio with a member that no contract knows.
    /// </summary>
    public virtual bool IsEnforceable => false;

    /// <summary>Whether value at risk and expected shortfall are measured.</summary>
    public virtual bool MeasuresTail => false;

    /// <summary>Whether the rule margins open orders.</summary>
    public bool MarginsOrders => Rule == MarginRule.Portfolio;

    /// <summary>
    /// Whether the scenarios are a document of their own; otherwise they follow from the parameters, or there are none.
    /// </summary>
    public bool ReadsScenarios => Rule is MarginRule.Portfolio or MarginRule.UndiscountedPortfolio;
}
