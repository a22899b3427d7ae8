// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TradeFixture} from "./support/TradeFixture.sol";
import {ILiquidationAuction} from "../../contracts/interfaces/ILiquidationAuction.sol";
import {Attestation, Fill, Order, Purpose, Row, Signatures} from "../../contracts/interfaces/IMarginTypes.sol";

/// @title A debtor that holds as many rows as an account may: decoys must not put its liquidation out of reach.
contract FullBookTests is TradeFixture {
    uint16 private constant ROWS = 128;
    uint64 private constant QUANTITY = 100;
    int64 private constant PREMIUM = 2_000e8;

    event Measured(string what, uint256 gasUsed);

    /// @notice Alice buys a hundred raw units of 128 calls from Bob in one batch; each costs 2,000 micro-units.
    function setUp() public override {
        super.setUp();
        _deposit(aliceAccount, 100e6);
        _deposit(bobAccount, 100e6);
        _deposit(carolAccount, 1_000e6);
        Batch memory batch;
        (batch.orders, batch.signatures) = (new Order[](2 * ROWS), new bytes[](2 * ROWS));
        batch.fills = new Fill[](ROWS);
        for (uint16 i = 0; i < ROWS; ++i) {
            Batch memory pair = _aliceBuys(_decoy(i), QUANTITY, PREMIUM);
            (batch.orders[2 * i], batch.orders[2 * i + 1]) = (pair.orders[0], pair.orders[1]);
            (batch.signatures[2 * i], batch.signatures[2 * i + 1]) = (pair.signatures[0], pair.signatures[1]);
            batch.fills[i] = Fill(2 * i, 2 * i + 1, QUANTITY, PREMIUM);
        }
        int128 premiums = int128(int256(uint256(ROWS))) * 2_000;
        _addChange(batch, aliceAccount, _none(), _decoys(100), 100e6 - premiums, Purpose.Trade);
        _addChange(batch, bobAccount, _none(), _decoys(-100), 100e6 + premiums, Purpose.Trade);
        _clear(batch);
        _nextRound(SPOT, 0);
    }

    function test_BidAttested_OfATenthOfAFullBook_StaysUnderFourMillionGas() public {
        uint256 gasUsed = _bidFor(100_000, 90e6, 10);

        emit Measured("a tenth of 128 rows", gasUsed);
        assertAtMost(gasUsed, 4_000_000, "gas");
    }

    /// @notice Equity below the dust limit of 10: the account goes whole, and every row is removed.
    function test_BidAttested_OfAWholeFullBook_StaysUnderFiveMillionGas() public {
        uint256 gasUsed = _bidFor(1e6, 5e6, 100);

        emit Measured("128 rows, whole", gasUsed);
        assertAtMost(gasUsed, 5_000_000, "gas");
    }

    /// @notice Carol takes the fraction, `quantity` of every row.
    function _bidFor(uint32 fraction, int128 equity, int64 quantity) private returns (uint256 gasUsed) {
        Attestation memory breach = _breach(equity);
        auction.openAttested(aliceAccount, breach, _signed(breach));
        _nextRound(SPOT, 0);
        breach = _breach(equity);
        Attestation memory gate = _attestation(carolAccount, Purpose.Trade);
        gate.bookHash = _bookHash(carolAccount, _decoys(quantity));
        gate.cash = 900e6;
        gate.actionHash = keccak256(abi.encode(aliceAccount, carolAccount, fraction));
        gate.equity = 90e6;
        gate.initialMargin = 80e6;
        ILiquidationAuction.Bid memory bid = ILiquidationAuction.Bid(
            aliceAccount,
            carolAccount,
            fraction,
            1e12,
            _decoys(100),
            _none()
        );
        (Signatures memory signatures, Signatures memory gateSignatures) = (_signed(breach), _signed(gate));
        vm.prank(carol);
        uint256 before = gasleft();
        auction.bidAttested(bid, breach, signatures, gate, gateSignatures);
        return before - gasleft();
    }

    function _breach(int128 equity) private view returns (Attestation memory breach) {
        breach = _attestation(aliceAccount, Purpose.Liquidate);
        (breach.equity, breach.maintenanceMargin) = (equity, 100e6);
    }

    function _decoy(uint16 index) private pure returns (bytes32) {
        return _instrument(EXPIRY, (uint64(index) + 1) * 1e8, 4);
    }

    function _decoys(int64 quantity) private pure returns (Row[] memory rows) {
        rows = new Row[](ROWS);
        for (uint16 i = 0; i < ROWS; ++i) rows[i] = _row(_decoy(i), quantity, 0, 0);
    }
}
