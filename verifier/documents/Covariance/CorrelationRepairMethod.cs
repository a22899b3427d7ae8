namespace Verifiable.Documents;

/// <summary>How a matrix that was none became one of correlations.</summary>
public enum CorrelationRepairMethod
{
    /// <summary>It was one.</summary>
    None = 0,

    /// <summary>Negative eigenvalues became zero.</summary>
    Clip = 1,

    /// <summary>The nearest one in the Frobenius norm.</summary>
    Nearest = 2,
}
