namespace Verifiable.Attestation.Bundles;

/// <summary>The sections of a replay bundle, by their numbers in the file.</summary>
public enum BundleSection
{
    /// <summary>No section.</summary>
    None = 0,

    /// <summary>The engine's identity.</summary>
    Engine = 1,

    /// <summary>The model's parameters.</summary>
    Parameters = 2,

    /// <summary>The scenario set.</summary>
    Scenarios = 3,

    /// <summary>The market snapshot.</summary>
    Market = 4,

    /// <summary>The account's book.</summary>
    Book = 5,

    /// <summary>The result.</summary>
    Result = 6,

    /// <summary>The attestation's members.</summary>
    Attestation = 7,

    /// <summary>The committee and its signatures.</summary>
    Signatures = 8,

    /// <summary>What no hash covers: package, build, processor. Absent where there is nothing to say.</summary>
    Notes = 9,

    /// <summary>The same figures attested for a vault on Neo. Absent where there is none.</summary>
    Neo = 10,
}
