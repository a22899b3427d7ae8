// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TradeFixture} from "./TradeFixture.sol";
import {ILiquidationAuction} from "../../../contracts/interfaces/ILiquidationAuction.sol";
import {Attestation, Purpose, Row, Signatures} from "../../../contracts/interfaces/IMarginTypes.sol";

/// @title A debtor, Alice, with three rows and cash of 100, and a bidder, Carol. Amounts in whole money are times 1e6.
abstract contract AuctionFixture is TradeFixture {
    bytes32 internal immutable _put = _instrument(EXPIRY, 60_000e8, 5);

    function setUp() public virtual override {
        super.setUp();
        _deposit(aliceAccount, 10_100e6);
        _deposit(bobAccount, 100_000e6);
        _deposit(carolAccount, 1_000e6);
        _openThreeRows();
        _nextRound(SPOT, 0);
    }

    /// @notice Alice: perpetual 2 from 50,000, call 3, put 2; premiums 10,000 paid to Bob. Her cash is 100.
    function _debtorRows() internal view returns (Row[] memory rows) {
        rows = new Row[](3);
        rows[0] = _row(_perpetual(), 2e8, SPOT, 0);
        rows[1] = _row(_call(), 3e8, 0, 0);
        rows[2] = _row(_put, 2e8, 0, 0);
    }

    /// @notice Bob, the other side of her rows, with this quantity of the perpetual.
    function _writerRows(int64 perpetuals) internal view returns (Row[] memory rows) {
        rows = new Row[](3);
        rows[0] = _row(_perpetual(), perpetuals, SPOT, 0);
        rows[1] = _row(_call(), -3e8, 0, 0);
        rows[2] = _row(_put, -2e8, 0, 0);
    }

    function _openThreeRows() private {
        (Row[] memory long, Row[] memory short) = _openRow(_none(), _none(), _perpetual(), 2e8, SPOT);
        (long, short) = _openRow(long, short, _call(), 3e8, 0);
        _openRow(long, short, _put, 2e8, 0);
    }

    /// @notice Alice buys from Bob: a perpetual at its entry price, or an option (entry 0) at 2,000. A function of its
    /// own, called more than once: inlined in the set-up it is too deep for the stack.
    function _openRow(
        Row[] memory long,
        Row[] memory short,
        bytes32 instrument,
        int64 quantity,
        int64 entry
    ) private returns (Row[] memory longAfter, Row[] memory shortAfter) {
        int64 price = entry == 0 ? int64(2_000e8) : entry;
        int128 premium = entry == 0 ? int128((int256(quantity) * price) / 1e10) : int128(0);
        Batch memory batch = _aliceBuys(instrument, uint64(quantity), price);
        longAfter = _append(long, _row(instrument, quantity, entry, 0));
        shortAfter = _append(short, _row(instrument, -quantity, entry, 0));
        _addChange(batch, aliceAccount, long, longAfter, _cashOf(aliceAccount) - premium, Purpose.Trade);
        _addChange(batch, bobAccount, short, shortAfter, _cashOf(bobAccount) + premium, Purpose.Trade);
        _clear(batch);
        _nextRound(SPOT, 0);
    }

    function _append(Row[] memory rows, Row memory row) internal pure returns (Row[] memory longer) {
        longer = new Row[](rows.length + 1);
        for (uint256 i = 0; i < rows.length; ++i) longer[i] = rows[i];
        longer[rows.length] = row;
    }

    /// @notice A Liquidate attestation of the account as it stands.
    function _liquidation(int128 equity, uint128 maintenance) internal view returns (Attestation memory attestation) {
        attestation = _attestation(aliceAccount, Purpose.Liquidate);
        attestation.equity = equity;
        attestation.maintenanceMargin = maintenance;
        attestation.initialMargin = (maintenance * 5) / 4;
    }

    function _open(int128 equity, uint128 maintenance) internal {
        Attestation memory attestation = _liquidation(equity, maintenance);
        auction.openAttested(aliceAccount, attestation, _signed(attestation));
    }

    function _prove(int128 equity, uint128 maintenance) internal {
        Attestation memory attestation = _liquidation(equity, maintenance);
        auction.proveAttested(aliceAccount, attestation, _signed(attestation));
    }

    /// @notice Carol's bid for a fraction of the debtor's rows, her book afterwards being `rowsAfter` and her cash
    /// `cashAfter`, both as the test expects them.
    function _bid(
        uint32 fraction,
        int128 maxPrice,
        Row[] memory rows,
        Row[] memory rowsAfter,
        int128 cashAfter,
        Attestation memory liquidation
    ) internal {
        (ILiquidationAuction.Bid memory bid, Attestation memory gate) = _bidOf(
            fraction,
            maxPrice,
            rows,
            rowsAfter,
            cashAfter
        );
        Signatures memory signatures = _signed(liquidation);
        Signatures memory gateSignatures = _signed(gate);
        vm.prank(carol);
        auction.bidAttested(bid, liquidation, signatures, gate, gateSignatures);
    }

    function _bidOf(
        uint32 fraction,
        int128 maxPrice,
        Row[] memory rows,
        Row[] memory rowsAfter,
        int128 cashAfter
    ) internal view returns (ILiquidationAuction.Bid memory bid, Attestation memory gate) {
        bid = ILiquidationAuction.Bid(aliceAccount, carolAccount, fraction, maxPrice, rows, _none());
        gate = _attestation(carolAccount, Purpose.Trade);
        gate.bookHash = _bookHash(carolAccount, rowsAfter);
        gate.cash = cashAfter;
        gate.actionHash = keccak256(abi.encode(aliceAccount, carolAccount, fraction));
        gate.equity = 90e6;
        gate.initialMargin = 80e6;
    }
}
