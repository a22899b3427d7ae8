namespace Verifiable.Kernel.Margin;

/// <summary>What a line of credit takes off initial margin.</summary>
public static class CreditRelief
{
    /// <summary>
    /// min(line, initial - max(maintenance, ceil(floor * initial))), at least zero: initial margin never falls below
    /// its own floor or below maintenance margin, which no line touches. It grows with the line, falls with the floor,
    /// and what it leaves of initial margin grows with initial margin.
    /// </summary>
    /// <param name="initial">Initial margin, at least maintenance.</param>
    /// <param name="maintenance">Maintenance margin, at least zero.</param>
    /// <param name="line">The line, not negative.</param>
    /// <param name="floorQ40">The share of initial margin that stays, 0 to 1.</param>
    public static long OfInitial(long initial, long maintenance, long line, long floorQ40)
    {
        long share = SizeContingency.ShareCeil(initial, floorQ40);
        long least = share > maintenance ? share : maintenance;
        long most = initial - least;
        if (most <= 0)
        {
            return 0;
        }

        return line < most ? line : most;
    }
}
