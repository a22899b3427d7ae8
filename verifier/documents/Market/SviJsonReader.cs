using Verifiable.Documents.Json;
using Verifiable.Documents.Text;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Documents;

/// <summary>Reads a raw SVI smile within the kernel's domain.</summary>
internal static class SviJsonReader
{
    private static readonly JsonShape Shape = new("a", "b", "rho", "m", "sigma", "forward", "tau");

    // The kernel holds the parameters at scale 2^46 and total variance up to 20: magnitudes beyond 2^5 have no use.
    private const long MaxRaw = 32 * Ratio.One;

    internal static SviParameters Read(ref JsonCursor cursor)
    {
        Ratio a = default;
        Ratio b = default;
        Ratio rho = default;
        Ratio m = default;
        Ratio sigma = default;
        Price forward = default;
        long tauSeconds = 0;
        JsonMembers members = cursor.BeginObject(Shape);
        while (cursor.NextMember(ref members))
        {
            switch (cursor.Member)
            {
                case "a":
                    a = cursor.Ratio(-MaxRaw, MaxRaw);
                    break;
                case "b":
                    b = cursor.Ratio(0, MaxRaw);
                    break;
                case "rho":
                    rho = cursor.Ratio(-Ratio.One, Ratio.One);
                    break;
                case "m":
                    m = cursor.Ratio(-MaxRaw, MaxRaw);
                    break;
                case "sigma":
                    sigma = cursor.Ratio(0, MaxRaw);
                    break;
                case "forward":
                    forward = cursor.ListedPrice();
                    break;
                case "tau":
                    tauSeconds = cursor.Duration();
                    break;
            }
        }

        if (tauSeconds == 0)
        {
            cursor.RefuseAt("tau", ErrorCode.NumberOutOfRange, "0s", "at least 1s");
        }

        SviParameters svi = new(a, b, rho, m, sigma, forward, tauSeconds);
        if (!SviDomain.Contains(svi))
        {
            string level = DecimalText.Format(a.Raw, Ratio.Decimals);
            cursor.RefuseAt("a", ErrorCode.NumberOutOfRange, level, "at least -b * sigma");
        }

        return svi;
    }
}
