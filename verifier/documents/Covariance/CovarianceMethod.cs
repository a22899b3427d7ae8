namespace Verifiable.Documents;

/// <summary>The ways to estimate a covariance; README.md of the calibration says what each takes.</summary>
public enum CovarianceMethod
{
    /// <summary>Of past returns about their mean.</summary>
    Sample = 1,

    /// <summary>Exponentially weighted.</summary>
    Ewma = 2,

    /// <summary>Dynamic conditional correlation.</summary>
    Dcc = 3,

    /// <summary>Of residuals, shrunk towards one common correlation.</summary>
    Shrinkage = 4,
}
